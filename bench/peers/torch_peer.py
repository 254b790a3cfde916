"""PyTorch as a peer: one JSON object a line, as src/protocol.ts says. Tensors are channels-last in memory order of the table, channels-first for torch."""

import json
import os
import re
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

THREADS = int(os.environ.get("MILLRACE_THREADS", "1"))
torch.set_num_threads(THREADS)
# As src/inputs.ts.
LEARNING_RATE = 1e-3


def pattern(shape, seed, scale=1.0):
    """The inputs of src/inputs.ts."""
    count = 1
    for size in shape:
        count *= size
    i = torch.arange(count, dtype=torch.int64)
    values = (((i * 7919 + seed * 104729) % 10007).double() / 5003.5 - 1) * scale
    return values.float().reshape(shape)


def images(shape, seed):
    """A batch of images: rows, columns, channels in the table, channels first here."""
    return pattern(shape, seed).permute(0, 3, 1, 2).contiguous()


def filters(shape, seed, scale=1.0, depthwise=False):
    weights = pattern(shape, seed, scale)
    return weights.permute((2, 3, 0, 1) if depthwise else (3, 2, 0, 1)).contiguous()


def read(x):
    return float(x.reshape(-1)[0])


def computation(make, f):
    def prepare(size):
        inputs = make(size)

        def run():
            with torch.no_grad():
                return read(f(*inputs))

        return run

    return prepare


def chain(x):
    y = x
    for _ in range(1000):
        y = y + x
    return y


def compiled_chain(_size):
    x = torch.ones(8)
    traced = torch.jit.trace(chain, (x,), check_trace=False)
    return lambda: read(traced(x))


def train(parameters, loss):
    optimizer = torch.optim.Adam(parameters, lr=LEARNING_RATE, eps=1e-7)

    def run():
        optimizer.zero_grad(set_to_none=True)
        value = loss()
        value.backward()
        optimizer.step()
        return float(value)

    return run


def labels(count):
    return torch.arange(count) % 10


def classifier(model, x):
    y = labels(x.shape[0])
    run = train(model.parameters(), lambda: F.cross_entropy(model(x), y))
    # Weights are random, so the loss is nothing to compare.
    return lambda: (run(), None)[1]


def mlp_train(_size):
    nn = torch.nn
    model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
    return classifier(model, pattern([128, 784], 1))


def cnn_train(_size):
    nn = torch.nn
    convolutions = [nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    model = nn.Sequential(*convolutions, nn.Flatten(), nn.Linear(7 * 7 * 64, 128), nn.ReLU(), nn.Linear(128, 10))
    return classifier(model, images([64, 28, 28, 1], 1))


def lstm_train(_size):
    lstm = torch.nn.LSTM(64, 128, batch_first=True)
    x, target = pattern([64, 50, 64], 1), pattern([64, 128], 2)
    return train(lstm.parameters(), lambda: F.mse_loss(lstm(x)[1][0][0], target))


def encoder_weights():
    shapes = [((256, 256), 0.1)] * 4 + [((256, 1024), 0.1), ((1024, 256), 0.05)]
    return [pattern(shape, i + 10, scale) for i, (shape, scale) in enumerate(shapes)]


def encoder(x, query, key, value, out, inner, outer):
    q, k, v = ((x @ w).reshape(8, 128, 4, 64).transpose(1, 2) for w in (query, key, value))
    scores = torch.softmax(q @ k.transpose(2, 3) / 8, -1)
    attended = F.layer_norm(x + (scores @ v).transpose(1, 2).reshape(8, 128, 256) @ out, [256])
    return F.layer_norm(attended + F.relu(attended @ inner) @ outer, [256])


def encoder_train(_size):
    weights = [w.requires_grad_() for w in encoder_weights()]
    x, target = pattern([8, 128, 256], 1), pattern([8, 128, 256], 2)
    return train(weights, lambda: F.mse_loss(encoder(x, *weights), target))


def mobilenet_layers():
    """Kind, stride, shape of weights: the table of src/mobilenet.ts."""
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    layers, channels = [("conv", 2, (3, 3, 3, 32), 27)], 32
    for outputs, stride in blocks:
        layers += [("depthwise", stride, (3, 3, channels, 1), 9), ("pointwise", 1, (1, 1, channels, outputs), channels)]
        channels = outputs
    return layers


def mobilenetv1(_size):
    layers = []
    for i, (kind, stride, shape, fan_in) in enumerate(mobilenet_layers()):
        depthwise = kind == "depthwise"
        weights = filters(shape, i + 10, (6 / fan_in) ** 0.5, depthwise)
        layers.append((weights, pattern([weights.shape[0]], i + 50, 0.1), stride, shape[2] if depthwise else 1))
    dense = pattern([1024, 1000], 2, 0.05)
    image = images([1, 224, 224, 3], 1)

    def f():
        x = image
        for weights, bias, stride, groups in layers:
            if weights.shape[2] == 3:  # TensorFlow's padding "same" puts the odd row after.
                x = F.pad(x, (0, 1, 0, 1) if stride == 2 else (1, 1, 1, 1))
            x = F.relu6(F.conv2d(x, weights, bias, stride, 0, 1, groups))
        return x.mean((2, 3)) @ dense

    return computation(lambda _: (), f)(None)


def resnet_blocks():
    """Shape of weights, stride and damping of the convolutions of each block: the table of src/resnet.ts."""
    blocks, channels = [], 64
    for width, count, stride in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]:
        for i in range(count):
            step, wide = (stride if i == 0 else 1), 4 * width
            shortcut = [] if channels == wide else [((1, 1, channels, wide), step, 0.7)]
            blocks.append(shortcut + [((1, 1, channels, width), step, 1), ((3, 3, width, width), 1, 1), ((1, 1, width, wide), 1, 0.25)])
            channels = wide
    return blocks


def resnet50(_size):
    count = 0

    def layer(shape, stride, damping=1):
        nonlocal count
        rows, columns, inputs, outputs = shape
        weights = filters(shape, count + 10, damping * (6 / (rows * columns * inputs)) ** 0.5)
        bias = pattern([outputs], count + 80, 0.1)
        count += 1
        return weights, bias, stride, rows // 2

    stem = layer((7, 7, 3, 64), 2)
    blocks = [[layer(*row) for row in block] for block in resnet_blocks()]
    dense = pattern([2048, 1000], 2, 0.05)
    image = images([1, 224, 224, 3], 1)

    def convolve(x, weights, bias, stride, padding):
        return F.conv2d(x, weights, bias, stride, padding)

    def f():
        # TensorFlow's padding "same" puts the odd row after.
        x = F.relu(convolve(F.pad(image, (2, 3, 2, 3)), *stem[:3], 0))
        x = F.max_pool2d(F.pad(x, (0, 1, 0, 1)), 3, 2)
        for block in blocks:
            shortcut = convolve(x, *block[0]) if len(block) == 4 else x
            first, second, third = block[-3:]
            x = F.relu(convolve(F.relu(convolve(F.relu(convolve(x, *first)), *second)), *third) + shortcut)
        return x.mean((2, 3)) @ dense

    return computation(lambda _: (), f)(None)


def square(_size):
    return (pattern([1024, 1024], 1),)


def big(_size):
    return (pattern([2048, 2048], 1),)


WORKLOADS = {
    "matmul": computation(lambda n: (pattern([n, n], 1), pattern([n, n], 2)), torch.matmul),
    "gelu1m": computation(lambda _: (pattern([1_000_000], 1, 3),), lambda x: F.gelu(x * 1.5 + 0.25)),
    "softmax1024": computation(square, lambda x: torch.softmax(x, 1)),
    "layernorm1024": computation(square, lambda x: F.layer_norm(x, [1024])),
    "sum_axis0": computation(big, lambda x: x.sum(0)),
    "sum_axis1": computation(big, lambda x: x.sum(1)),
    "conv3x3": computation(lambda _: (images([8, 56, 56, 64], 1), filters([3, 3, 64, 64], 2)), lambda x, f: F.conv2d(x, f, padding=1)),
    "depthwise3x3": computation(
        lambda _: (images([8, 56, 56, 128], 1), filters([3, 3, 128, 1], 2, depthwise=True)), lambda x, f: F.conv2d(x, f, padding=1, groups=128)
    ),
    "mlp_train": mlp_train,
    "cnn_train": cnn_train,
    "lstm_train": lstm_train,
    "encoder_infer": computation(lambda _: (pattern([8, 128, 256], 1), *encoder_weights()), encoder),
    "encoder_train": encoder_train,
    "mobilenetv1": mobilenetv1,
    "resnet50": resnet50,
    "eager_chain": computation(lambda _: (torch.ones(8),), chain),
    "function_chain": compiled_chain,
}


def blas():
    """The BLAS that is loaded: Debian's reference BLAS is many times slower than OpenBLAS."""
    if "MKL: available" in torch.__config__.show() or torch.backends.mkl.is_available():
        return "MKL"
    try:
        maps = Path("/proc/self/maps").read_text()
    except OSError:
        return "BLAS not known"
    # libblas.so.3 may be OpenBLAS by Debian's alternatives: its file tells.
    files = set(re.findall(r"/\S*(?:blas|atlas)\S*\.so\S*", maps))
    return "BLAS: " + (", ".join(sorted(files)) or "built in")


def timed(run):
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def answer(request):
    prepare = WORKLOADS.get(request["workload"])
    if prepare is None:
        return {"unsupported": "not written for this peer"}
    run = prepare(request.get("size"))
    begin = time.perf_counter()
    value = run()
    result = {} if value is None else {"value": value}
    if request.get("once"):
        return {"ms": [(time.perf_counter() - begin) * 1000], **result}
    run()
    while (time.perf_counter() - begin) * 1000 < request["warmMs"]:
        run()
    return {"ms": [timed(run) for _ in range(request["repeat"])], **result}


def main():
    about = f"torch {torch.__version__}, {torch.get_num_threads()} threads, {blas()}"
    print(json.dumps({"ready": True, "about": about}), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:  # A workload that fails is a row without a time, not the end of the peer.
            reply = {"unsupported": str(error).split("\n")[0]}
        print(json.dumps(reply), flush=True)


main()
