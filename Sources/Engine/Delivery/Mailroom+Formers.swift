import Casework

extension Mailroom {
  /// The cases under which a child may have been told of before a notice was decided: its own, and
  /// those of whatever it was then taken to be one with. A twin's are none of them.
  func tellers(of child: Addressee, before notice: Notice) -> Set<CaseID> {
    let then = Dossier(
      homes: child.dossier.homes.map { home in
        var home = home
        home.entries.removeAll { $0.receivedAt >= notice.at }
        return home
      })
    let formers = then.seats(asOf: notice.at.day, book: ledger.book).filter {
      !Set($0.formed.keys).isDisjoint(with: child.seat.formed.keys)
    }
    return Set(child.seat.homes + formers.flatMap(\.homes))
  }
}
