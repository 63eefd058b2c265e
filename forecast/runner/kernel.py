"""One range of members through the kernel: all branches with the same inputs and the same random numbers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.store.ranges import BranchBlock, RangeResult
from forecast_kernels.layout.outcomes import OUTCOMES
from forecast_kernels.layout.series import BINS, N_REGIMES, N_SERIES, grid_weeks

if TYPE_CHECKING:
    from collections.abc import Callable

    from forecast.config import Experiment
    from forecast.experiment.inputs import Inputs, Sampler

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Kernel:
    """Everything that a range needs. Safe for threads: nothing here changes.

    Parameters
    ----------
    exp : Experiment
        Seed, horizon and branches.
    sampler : Sampler
        Gives the inputs of members.
    sectors : float32[S, NSEC]
        The kernel's table of sectors.
    fitted : float32[NF]
        What was fitted before member 0.
    keep : callable, optional
        Gets the inputs of every computed range.
    gpu : bool
        Whether CUDA threads compute the members.
    """

    exp: "Experiment"
    sampler: "Sampler"
    sectors: Floats
    fitted: Floats
    keep: "Callable[[Inputs], None] | None" = None
    gpu: bool = False

    def compute(self, lo: int, hi: int) -> RangeResult:
        """Members lo .. hi-1 in every branch."""
        inputs = self.sampler.inputs(lo, hi)
        if self.keep:
            self.keep(inputs)
        no_trace = np.empty((0, self._columns, 1), np.float32)
        return RangeResult(
            lo, hi, {branch: self._branch(branch, lo, hi - lo, inputs, no_trace) for branch in self.exp.branches}
        )

    def trace(self, branch: str, member: int) -> tuple[BranchBlock, Floats]:
        """One member of one branch, and its weekly path [horizon + 1, NS + S]: state, then areas of the sectors."""
        path = np.zeros((self.exp.horizon + 1, self._columns, 1), np.float32)
        return self._branch(branch, member, 1, self.sampler.inputs(member, member + 1), path), path[..., 0]

    @property
    def _columns(self) -> int:
        from forecast_kernels.layout.state import NS

        return NS + int(self.sectors.shape[0])

    def _branch(self, branch: str, lo: int, n: int, inputs: "Inputs", trace: Floats) -> BranchBlock:
        weeks = len(grid_weeks(self.exp.horizon))
        levers, donor_levers = self.sampler.levers(branch, inputs)
        block = BranchBlock(
            np.empty((len(OUTCOMES), n), np.float32),
            np.empty((inputs.donors.shape[0], n), np.float32),
            np.zeros((weeks, N_SERIES + self.sectors.shape[0], BINS), np.uint32),
            np.zeros((weeks, N_REGIMES), np.uint32),
        )
        arguments = (
            self.exp.design.seed,
            lo,
            self.exp.horizon,
            inputs.params,
            inputs.donors,
            levers,
            donor_levers,
            self.sectors,
            self.fitted,
            block.out,
            block.donor_out,
            block.hist,
            block.regimes,
        )
        if self.gpu and trace.shape[0] == 0:
            from forecast_kernels.gpu.simulate import simulate as simulate_on_gpu

            simulate_on_gpu(*arguments)
        else:
            from forecast_kernels.cpu.simulate import simulate

            simulate(*arguments, trace)
        return block
