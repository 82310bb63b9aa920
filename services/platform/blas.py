"""Keeps numpy's sums in the thread that asks for them; for services that have numpy."""

from threadpoolctl import threadpool_limits


def multiply_alone() -> None:
    """Makes the libraries of linear algebra that are loaded by now compute in the calling thread alone, for good.

    The matrices of a match are small: shared between cores they take twice the CPU and no less time, and other calls wait.
    """
    threadpool_limits(limits=1, user_api="blas")
