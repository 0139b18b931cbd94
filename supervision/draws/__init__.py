"""Random draws (双随机): libraries, plans, draws, and what anybody needs to recompute one."""
