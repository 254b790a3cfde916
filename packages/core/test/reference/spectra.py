"""Writes spectra.json: values for packages/core/src/ops/signal/reference.test.ts, from NumPy 1.24, PyTorch 1.13 and sums written out here.

Run: /usr/bin/python3 packages/core/test/reference/spectra.py > packages/core/test/reference/spectra.json
Complex numbers are [re, im] pairs in the last axis.
"""
import base64
import io
import json
import math
import wave

import numpy as np
import torch

rng = np.random.default_rng(21)


def out(a):
    a = np.asarray(a)
    return np.stack([a.real, a.imag], -1).tolist() if np.iscomplexobj(a) else a.tolist()


def noise(*shape):
    return rng.standard_normal(shape)


def dct(x, kind):
    """By the definitions."""
    n = len(x)
    j = range(n)
    if kind == 1:
        return [x[0] + (-1) ** k * x[-1] + 2 * math.fsum(x[i] * math.cos(math.pi * i * k / (n - 1)) for i in j if 0 < i < n - 1) for k in j]
    if kind == 2:
        return [2 * math.fsum(x[i] * math.cos(math.pi * k * (2 * i + 1) / (2 * n)) for i in j) for k in j]
    if kind == 3:
        return [x[0] + 2 * math.fsum(x[i] * math.cos(math.pi * i * (2 * k + 1) / (2 * n)) for i in j if i) for k in j]
    return [2 * math.fsum(x[i] * math.cos(math.pi * (2 * k + 1) * (2 * i + 1) / (4 * n)) for i in j) for k in j]


def mdct(x, length):
    """X[k] = 2 sum x[n] w[n] cos(pi/N (n + 1/2 + N/2)(k + 1/2)), N = length / 2, with the window of Vorbis."""
    half = length // 2
    w = [math.sin(math.pi / 2 * math.sin(math.pi * (i + 0.5) / length) ** 2) for i in range(length)]
    starts = range(0, len(x) - length + 1, half)
    return [[2 * math.fsum(x[s + i] * w[i] * math.cos(math.pi / half * (i + 0.5 + half / 2) * (k + 0.5)) for i in range(length)) for k in range(half)] for s in starts]


def mel(bands, bins, rate, low, high):
    """Triangles between edges that are equally spaced in mel."""
    m = lambda f: 1127 * math.log(1 + f / 700)
    edges = [m(low) + (m(high) - m(low)) * i / (bands + 1) for i in range(bands + 2)]
    matrix = []
    for b in range(bins):
        f = m(b * rate / 2 / (bins - 1))
        row = []
        for c in range(bands):
            left, middle, right = edges[c:c + 3]
            up, down = (f - left) / (middle - left), (right - f) / (right - middle)
            row.append(max(0.0, min(up, down)) if b else 0.0)
        matrix.append(row)
    return matrix


lengths = [1, 2, 3, 4, 5, 7, 8, 12, 17, 30, 64, 97, 101]
ffts = []
for n in lengths:
    z = noise(n) + 1j * noise(n)
    ffts.append({'n': n, 'in': out(z), 'fft': out(np.fft.fft(z)), 'ifft': out(np.fft.ifft(z)), 'rfft': out(np.fft.rfft(z.real))})
cube = noise(3, 4, 5) + 1j * noise(3, 4, 5)
axes = {
    'in': out(cube), 'fft2d': out(np.fft.fft2(cube)), 'fft3d': out(np.fft.fftn(cube)), 'rfft2d': out(np.fft.rfft2(cube.real)), 'rfft3d': out(np.fft.rfftn(cube.real)),
    'ortho': out(np.fft.fftn(cube, axes=(0, 2), norm='ortho')), 'real': out(np.fft.rfftn(cube.real, s=(4, 3), axes=(2, 0), norm='forward')),
    'cut': out(np.fft.rfft(cube.real, n=3)), 'filled': out(np.fft.rfft(cube.real, n=9)),
}
x = torch.tensor(noise(2, 40))
hann = torch.hann_window(8, periodic=True, dtype=torch.float64)
spectra = torch.stft(x, 16, hop_length=3, win_length=16, window=torch.nn.functional.pad(hann, (0, 8)), center=False, return_complex=True)
stft = {'in': out(x), 'out': out(spectra.transpose(1, 2).numpy())}
signal = noise(6).tolist()
long = noise(20).tolist()
buffer = io.BytesIO()
pcm = [[-32768, 32767], [0, 1], [-1, 16384], [1000, -2000]]
with wave.open(buffer, 'wb') as f:
    f.setnchannels(2)
    f.setsampwidth(2)
    f.setframerate(16000)
    f.writeframes(np.array(pcm, dtype='<i2').tobytes())

print(json.dumps({
    'ffts': ffts, 'axes': axes, 'stft': stft,
    'dct': {'in': signal, 'out': [dct(signal, kind) for kind in (1, 2, 3, 4)]},
    'mdct': {'in': long, 'out': mdct(long, 8)},
    'mel': mel(4, 9, 8000, 125, 3800),
    'windows': {
        'hann': out(np.hanning(9)[:8]), 'hannSymmetric': out(np.hanning(8)), 'hannOdd': out(np.hanning(7)), 'hamming': out(np.hamming(9)[:8]),
        'kaiser': out(np.kaiser(9, 12)), 'kaiserWide': out(np.kaiser(8, 50)),
    },
    'wav': {'samples': pcm, 'bytes': base64.b64encode(buffer.getvalue()).decode()},
}))
