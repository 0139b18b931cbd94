"""Credit repair (信用修复): conditions from rule tables, one act that ends every effect, batches."""
