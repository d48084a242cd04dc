"""The oracle's normalisers of several passes against what defines them."""

import numpy as np
import oracle
import pytest
from oracle import normalizer, pattern


def case(seed, spread, see=("causal",), nq=9, nk=12):
    rng = np.random.default_rng([17, seed])
    s = spread * rng.standard_normal((2, 3, nq, nk))
    return s, oracle.visible(pattern(*see), 2, 3, nq, nk, lengths=[nk, nk - 5])


SPREADS = (0.01, 0.3, 1.0, 20.0)


@pytest.mark.parametrize("spread", SPREADS)
def test_sparsemax_is_the_nearest_point(spread):
    """The optimality conditions: weights s - tau where positive, s <= tau where 0."""
    s, seen = case(1, spread)
    w = normalizer("sparsemax").weights(s, seen)
    for row in np.ndindex(s.shape[:-1]):
        z, p = s[row][seen[row]], w[row][seen[row]]
        tau = (z - p)[p > 0]
        assert abs(p.sum() - 1) < 1e-12 and (p >= 0).all()
        assert np.ptp(tau) < 1e-12 * max(1, spread) and (z[p == 0] <= tau[0] + 1e-12).all()
        assert (w[row][~seen[row]] == 0).all()


@pytest.mark.parametrize("spread", SPREADS)
def test_entmax15_meets_its_conditions(spread):
    s, seen = case(2, spread)
    w = normalizer("entmax15").weights(s, seen)
    for row in np.ndindex(s.shape[:-1]):
        z, p = s[row][seen[row]], w[row][seen[row]]
        tau = (z / 2 - np.sqrt(p))[p > 0]
        assert abs(p.sum() - 1) < 1e-12
        assert np.ptp(tau) < 1e-11 * max(1, spread) and (z[p == 0] / 2 <= tau[0] + 1e-12).all()


def test_sinkhorn_tends_to_sums_of_one():
    s, seen = case(3, 1.0, see=("full",), nq=12)
    seen[:] = True
    w = normalizer("sinkhorn", 201).weights(s, seen)
    assert np.allclose(w.sum(-1), 1, atol=1e-12) and np.allclose(w.sum(-2), 1, atol=1e-9)


def test_one_iteration_of_sinkhorn_is_softmax():
    s, seen = case(4, 3.0)
    v = np.random.default_rng(5).standard_normal((2, 3, 12, 4))
    got = oracle.finalize(oracle.partial(s, seen, v, normalizer("sinkhorn", 1)), normalizer("sinkhorn", 1))
    want = oracle.finalize(oracle.partial(s, seen, v))
    assert np.allclose(got[0], want[0], rtol=1e-13)


def test_columns():
    s, seen = case(6, 2.0)
    columns = normalizer("column_softmax").weights(s, seen).sum(-2)
    assert np.allclose(columns[seen.any(-2)], 1) and (columns[~seen.any(-2)] == 0).all()
    assert np.allclose(normalizer("slot").weights(s, seen).sum(-1), 1)
    last = np.argmax(seen.sum(-1)[0, 0])
    k = np.flatnonzero(seen[0, 0].any(0))[-1]
    assert normalizer("column_softmax").weights(s, seen)[0, 0, last, k] > 0
