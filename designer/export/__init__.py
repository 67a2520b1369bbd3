"""Bill of materials, drawings, report and interchange formats."""
