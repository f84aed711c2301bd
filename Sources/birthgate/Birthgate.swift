@main struct Birthgate { static func main() {} }
