"""The steps of a week. A step reads rows of one member at column i, calls `model`, and writes rows.

`steps.order` says which steps run, when, and with which draws. A member is one simulated future. Side 0 is the
defender, side 1 the attacker; a name that ends in _0 or _1 belongs to that side. docs/glossary.md explains the terms.

The steps name their arrays by letters. All are float32. W is the number of members side by side: 32 in a tile of the
CPU, 1 on a GPU and in the tests' oracle. i is the member's column.

Arrays of one tile of members, [rows, W]:

    P   params      inputs of the model, `layout.parameters`
    L   levers      policy settings of the branch, `layout.levers`
    V   derived     values computed once before week 0, and scratch values of a week, `layout.state`
    S   state       state that changes from week to week, `layout.state`
    R   outcomes    results, `layout.outcomes`
    N   draws       random numbers of a week that belong to no sector, `layout.state`

Arrays of the donors:

    DP, DL, DS      parameters, levers and state of all donors, [donors, rows, W]
    AP, AL, AS      the same for one donor, [rows, W]

Arrays of the sectors:

    C               columns of one sector, [columns], the same for all members, `layout.sectors`
    X               state of one sector, [rows, W], `layout.state`
    Z, U            a normal and a uniform number of one sector, [W]

Arrays of the whole run:

    E               coefficients that are fitted before the first member, [entries], `layout.fitted`

The drivers use the full names (`member`, `cpu.lanes`), where `sectors`, `sector_state`, `week_normals` and
`week_uniforms` hold all sectors: [sectors, columns], [sectors, rows, W], [4 blocks, W] and [4 blocks, W].

`cpu.simulate` keeps the tiles of a pool in three buffers:

    M               the rows P, L, V, S, R, N one below the other, [tiles, rows, W]
    D               the rows AP, AL, AS one below the other, [tiles, donors, rows, W]
    X               state of the sectors, [tiles, sectors, rows, W]
"""
