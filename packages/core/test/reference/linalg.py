"""Writes linalg.json: values and gradients of PyTorch 1.13 (Debian's python3-torch, LAPACK) for packages/core/src/ops/linalg/reference.test.ts.

Run: /usr/bin/python3 packages/core/test/reference/linalg.py > packages/core/test/reference/linalg.json
Complex numbers are [re, im] pairs in the last axis. PyTorch's gradient of a real loss is TensorFlow's: the direction of steepest ascent.
"""
import json
import torch

torch.manual_seed(20)
F, C = torch.float64, torch.complex128


def out(t):
    t = t.detach()
    return (torch.view_as_real(t.resolve_conj()) if t.is_complex() else t).tolist()


def weights(t):
    """A fixed weight for each element, complex where t is."""
    k = torch.arange(t.numel(), dtype=F).reshape(t.shape)
    return torch.complex(torch.cos(k), torch.sin(2 * k)) if t.is_complex() else torch.cos(k)


def loss(t):
    return (weights(t).conj() * t).sum().real if t.is_complex() else (weights(t) * t).sum()


def hpd(a):
    return a @ a.mH + torch.eye(a.shape[-1], dtype=a.dtype)


functions = {
    'cholesky': lambda a: torch.linalg.cholesky(hpd(a)),
    'inv': torch.linalg.inv,
    'det': torch.linalg.det,
    'sign': lambda a: torch.linalg.slogdet(a)[0],
    'logabsdet': lambda a: torch.linalg.slogdet(a)[1],
    'q': lambda a: torch.linalg.qr(a)[0],
    'r': lambda a: torch.linalg.qr(a)[1],
    'singular': torch.linalg.svdvals,
    # u vᴴ, which does not depend on phases
    'polar': lambda a: (lambda u, s, vh: u @ vh)(*torch.linalg.svd(a, full_matrices=False)),
    'eigvalsh': lambda a: torch.linalg.eigvalsh(hpd(a)),
    # v log(e) vᴴ
    'eighLog': lambda a: (lambda e, v: v @ torch.diag_embed(torch.log(e)).to(v.dtype) @ v.mH)(*torch.linalg.eigh(hpd(a))),
    # v e³ v⁻¹ = a³, through the general eigenvectors
    'eigCube': lambda a: (lambda e, v: v @ torch.diag_embed(e ** 3) @ torch.linalg.inv(v))(*torch.linalg.eig(a)),
    'expm': torch.linalg.matrix_exp,
    'pinv': torch.linalg.pinv,
}
square, tall, wide = (2, 3, 3), (4, 2), (2, 4)
shapes = {'q': [square, tall], 'r': [square, tall, wide], 'singular': [square, tall, wide], 'polar': [square, tall, wide], 'pinv': [square, tall, wide]}
# Not in 1.13, or a gradient that depends on phases there.
skip = {('q', wide), ('r', wide)}

rows = []
for name, f in functions.items():
    for dtype in (F, C):
        for shape in shapes.get(name, [square]):
            if (name, shape) in skip or (name, dtype) == ('sign', F):
                continue
            a = torch.randn(shape, dtype=dtype, requires_grad=True)
            y = f(a)
            g, = torch.autograd.grad(loss(y), a)
            rows.append({'name': name, 'dtype': 'complex128' if dtype is C else 'float64', 'in': out(a), 'out': out(y), 'gradient': out(g)})

a, b = torch.randn(2, 3, 3, dtype=F, requires_grad=True), torch.randn(2, 3, 2, dtype=F, requires_grad=True)
x = torch.linalg.solve(a, b)
ga, gb = torch.autograd.grad(loss(x), (a, b))
solve = {'a': out(a), 'b': out(b), 'out': out(x), 'gradients': [out(ga), out(gb)]}

packed, pivots = torch.linalg.lu_factor(torch.tensor([[1.0, 2, 3], [4, 5, 6], [7, 8, 10]], dtype=F))
print(json.dumps({'rows': rows, 'solve': solve, 'lu': {'packed': out(packed), 'pivots': pivots.tolist()}}))
