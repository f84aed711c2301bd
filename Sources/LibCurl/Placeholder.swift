// LibCurl
