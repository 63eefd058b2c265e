"""Computes a range of members with the kernel: all branches with the same inputs and the same random numbers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.store.faults import failed_members, stretches
from forecast.store.ranges import BranchBlock, RangeResult, joined
from forecast.store.rules import Mask
from forecast_kernels.cpu.buffers import Buffers, buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forecast.config import Experiment
    from forecast.experiment.inputs import Inputs, Sampler

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Kernel:
    """The kernel with everything that it needs, except the range of members. Threads may share it.

    Parameters
    ----------
    exp : Experiment
        Seed, horizon and branches.
    sampler : Sampler
        Computes the inputs of any members.
    sectors : float32[S, NSEC]
        Values of the sectors at week 0, one row per sector (`forecast_kernels.layout.sectors`).
    fitted : float32[NF]
        Coefficients of the emulator (`forecast_kernels.layout.fitted`).
    keep : callable, optional
        Called with the inputs of every range that `compute` computes. It must be safe for threads.
    gpu : bool
        Whether CUDA threads compute the members, False by default. `trace` always uses the CPU.
    branches : sequence of str, optional
        The branches to compute. Default: all of the experiment.
    """

    exp: "Experiment"
    sampler: "Sampler"
    sectors: Floats
    fitted: Floats
    keep: "Callable[[Inputs], None] | None" = None
    gpu: bool = False
    branches: "Sequence[str]" = ()

    def __post_init__(self) -> None:
        if not self.branches:
            object.__setattr__(self, "branches", tuple(self.exp.branches))

    def compute(self, lo: int, hi: int) -> RangeResult:
        """Compute members lo .. hi-1 in every branch. The histograms leave out the members that failed."""
        pieces = [self._compute_piece(*piece) for piece in self.sampler.pieces(lo, hi)]
        if len(pieces) == 1:
            return pieces[0]
        blocks = (joined([piece.branches[branch] for piece in pieces]) for branch in self.branches)
        return RangeResult(lo, hi, dict(zip(self.branches, blocks, strict=True)))

    def _compute_piece(self, lo: int, hi: int) -> RangeResult:
        """Compute members of one block of the design."""
        inputs = self.sampler.inputs(lo, hi)
        if self.keep:
            self.keep(inputs)
        blocks = {}
        for branch in self.branches:
            block = self._branch(branch, inputs, self._buffers(hi - lo))
            self._leave_out(branch, lo, block, failed_members(block.out, block.donor_out, self.exp.horizon))
            blocks[branch] = block
        return RangeResult(lo, hi, blocks)

    def empty(self, members: int) -> BranchBlock:
        """The results of members that could not be computed: NaN, and in no count."""
        arrays = self._buffers(members)
        arrays.out[...], arrays.donor_out[...] = np.nan, np.nan
        return BranchBlock(*arrays[:-1])

    def trace(self, branch: str, member: int) -> tuple[BranchBlock, Floats]:
        """Compute one member of one branch, with its weekly path.

        The path is float32[horizon + 1, NS + S]: the state of each week (`forecast_kernels.layout.state.TRACE`), then
        the net gain in each sector, in km2.
        """
        arrays = self._buffers(1, traced=1)
        block = self._branch(branch, self.sampler.inputs(member, member + 1), arrays)
        return block, arrays.trace[..., 0]

    def _buffers(self, members: int, traced: int = 0) -> Buffers:
        n_donors, n_sectors = len(self.exp.baseline.donors), int(self.sectors.shape[0])
        return buffers(members, n_donors, n_sectors, self.exp.horizon, traced)

    def _leave_out(self, branch: str, lo: int, block: BranchBlock, failed: Mask) -> None:
        """Subtract the counts of failed members. They are simulated again, because counting is part of simulating."""
        for first, end in stretches(failed):
            inputs = self.sampler.inputs(lo + first, lo + end)
            again = self._branch(branch, inputs, self._buffers(end - first))
            block.hist[...] -= again.hist
            block.regimes[...] -= again.regimes

    def _branch(self, branch: str, inputs: "Inputs", arrays: Buffers) -> BranchBlock:
        levers, donor_levers = self.sampler.levers(branch, inputs)
        block = BranchBlock(*arrays[:-1])
        arguments = (
            self.exp.design.seed,
            self.sampler.noise(inputs.lo),
            self.exp.horizon,
            inputs.params,
            inputs.donors,
            levers,
            donor_levers,
            self.sectors,
            self.fitted,
            *block,
        )
        if self.gpu and arrays.trace.shape[0] == 0:
            from forecast_kernels.gpu.simulate import simulate as simulate_on_gpu

            simulate_on_gpu(*arguments)
        else:
            from forecast_kernels.cpu.simulate import simulate

            simulate(*arguments, arrays.trace)
        return block
