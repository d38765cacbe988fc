"""What answers look like. Each shape is written down field by field, and made from rows that its caller has read."""
