// LibZstd
