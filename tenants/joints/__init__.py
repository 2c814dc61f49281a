"""What stands on private parts of libraries, one module a library, nowhere else.

The lower half of the house: what the platform and the edges alone need is in
`marketplace/joints` and `api/joints`. Each says why it has to be; tests/joints fails when the
library's part is another one. tests/architecture/test_joints.py refuses further ones elsewhere.
"""
