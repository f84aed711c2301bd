// LibQR
