"""The steps of a week, in the order of `steps.order`. A step reads rows at column i, calls `model`, and writes rows.

`order` says which steps run, when, and with which draws. The steps name their arrays by letters, all float32; W is the
number of members side by side (32 in a tile of the CPU, 1 for an oracle's or a GPU's member), i the member's column.

Of one member, [rows, W]:

    P   params      inputs of the model, `layout.parameters`
    L   levers      what the branch sets, `layout.levers`
    V   derived     derived once before week 0, and scratch of a week, `layout.state`
    S   state       changes from week to week, `layout.state`
    R   outcomes    results, `layout.outcomes`
    N   draws       draws of a week that belong to no sector, `layout.state`

Of the donors:

    DP, DL, DS      parameters, levers and state of all donors, [donors, rows, W]
    AP, AL, AS      the same of one donor, [rows, W]

Of the sectors:

    C               columns of one sector, [columns], the same for all members, `layout.sectors`
    X               state of one sector, [rows, W], `layout.state`
    Z, U            a normal and a uniform of one sector, [W]

Of all members:

    E               what was fitted before member 0, [entries], `layout.fitted`

The drivers use the full names (`member`, `cpu.lanes`), where `sectors`, `sector_state`, `week_normals` and
`week_uniforms` hold all sectors: [sectors, columns], [sectors, rows, W], [4 blocks, W] and [4 blocks, W]. Buffers of a
pool in `cpu.simulate`: M, the rows P, L, V, S, R, N of all tiles one after another, [tiles, rows, W]; D, the rows AP,
AL, AS, [tiles, donors, rows, W]; X, [tiles, sectors, rows, W].
"""
