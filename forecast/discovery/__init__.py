"""In which worlds an outcome comes: boxes of inputs found by PRIM and CART."""
