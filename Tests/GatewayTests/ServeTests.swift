import Foundation
import Testing
import Wire

@Suite("The program starts, refuses and stops as the contract says", .fewAtOnce)
struct ServeTests {
  @Test("SIGTERM ends it with 0, and what was acknowledged is there after a restart")
  func restart() async throws {
    let folder = try Folder()
    let first = try RunningGateway(in: folder)
    let receipt = try await first.post("/v1/messages", Letters.birth())
    #expect(receipt.status == 201)
    #expect(first.stop() == 0)
    let second = try RunningGateway(in: folder)
    let again = try await second.post("/v1/messages", Letters.birth())
    #expect(again.status == 200)
    for member in ["sender", "id", "digest", "receivedAt", "caseId"] {
      #expect(again.json[member] == receipt.json[member])
      #expect(again.json[member]?.string?.isEmpty == false)
    }
    #expect(second.stop() == 0)
  }

  @Test("What is in flight when SIGTERM comes is finished")
  func inFlight() throws {
    let gateway = try RunningGateway()
    let body = Letters.birth()
    let head =
      "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n"
    // The gateway has read the first half, as the kernel says, before the signal comes; the rest is
    // sent a second after it.
    let script = """
      import os,signal,socket,sys,time
      whole=sys.stdin.buffer.read(); half=len(whole)//2
      s=socket.create_connection(('127.0.0.1',\(gateway.port))); s.settimeout(120)
      ends=[':%04X'%\(gateway.port),':%04X'%s.getsockname()[1]]
      def unread():
          for line in open('/proc/net/tcp'):
              part=line.split()
              if part[1].endswith(ends[0]) and part[2].endswith(ends[1]):
                  return int(part[4].split(':')[1],16)
      s.sendall(whole[:half])
      for _ in range(6000):
          if unread()==0: break
          time.sleep(0.01)
      os.kill(\(gateway.pid),signal.SIGTERM)
      time.sleep(1); s.sendall(whole[half:]); sys.stdout.buffer.write(s.recv(4096))
      """
    let answer = try Python.run(script, input: head + body)
    #expect(answer.hasPrefix("HTTP/1.1 201"))
    #expect(gateway.stop() == 0)
    let again = try RunningGateway(in: gateway.folder)
    let fate = try Program.run("case", "show", "Z610000001", "--data", again.data)
    #expect(fate.status == 0)
  }

  @Test("It listens on loopback only", arguments: ["0.0.0.0:0", "[::]:0", "192.0.2.1:80", "8080"])
  func refusesOtherAddresses(_ address: String) throws {
    let folder = try Folder()
    let ending = try Program.run(
      "serve", "--data", folder.path + "/data", "--listen", address)
    #expect(ending.status == 2)
    #expect(ending.output.isEmpty)
    #expect(!ending.errors.isEmpty)
  }

  @Test("A port that is taken is something unavailable")
  func takenPort() throws {
    let gateway = try RunningGateway()
    let folder = try Folder()
    let ending = try Program.run(
      "serve", "--data", folder.path + "/data", "--listen", "127.0.0.1:\(gateway.port)")
    #expect(ending.status == 3)
    #expect(ending.output.isEmpty)
  }

  @Test("Two gateways never write one folder")
  func oneWriter() throws {
    let gateway = try RunningGateway()
    let ending = try Program.run("serve", "--data", gateway.data, "--listen", "127.0.0.1:0")
    #expect(ending.status == 3)
  }

  @Test("Keys lie outside the data folder, for their owner alone")
  func keyFile() throws {
    let gateway = try RunningGateway()
    let attributes = try FileManager.default.attributesOfItem(atPath: gateway.data + ".key")
    let permissions = try #require(attributes[.posixPermissions] as? NSNumber)
    #expect(permissions.intValue & 0o777 == 0o600)
    let inside = try FileManager.default.contentsOfDirectory(atPath: gateway.data)
    #expect(!inside.contains { $0.hasSuffix(".key") })
  }

  @Test("Neither the log nor a database file shows who the child is")
  func nothingPersonalOutside() async throws {
    let gateway = try RunningGateway()
    #expect(try await gateway.post("/v1/messages", Letters.birth()).status == 201)
    _ = try await gateway.get("/v1/cases?birthCertificate=Z610000001")
    _ = gateway.stop()
    let files = try #require(FileManager.default.enumerator(atPath: gateway.folder.path))
    var seen = 0
    for case let name as String in files {
      let path = gateway.folder.path + "/" + name
      guard let bytes = FileManager.default.contents(atPath: path), !bytes.isEmpty else { continue }
      seen += 1
      for secret in ["李一诺", "王芳", "E12345678", "Z610000001"] {
        #expect(bytes.firstRange(of: Data(secret.utf8)) == nil, "\(secret) in \(name)")
      }
    }
    #expect(seen >= 2)
  }

  @Test("Wrong usage ends with 2, help with 0")
  func usage() throws {
    #expect(try Program.run("nonsense").status == 2)
    #expect(try Program.run("serve", "--nonsense").status == 2)
    #expect(try Program.run("rule", "--as-of", "2026-02-30", "/dev/null").status == 2)
    #expect(try Program.run("check", "/no/such/file").status == 2)
    for verb in ["serve", "check", "submit", "rule", "play", "policy", "schema", "case", "bench"] {
      let help = try Program.run(verb, "--help")
      #expect(help.status == 0)
      #expect(help.output.contains("USAGE"))
      #expect(help.errors.isEmpty)
    }
  }
}
