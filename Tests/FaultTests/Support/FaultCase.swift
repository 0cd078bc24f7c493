import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

/// One kind of fault, and the requests that it befalls.
struct FaultCase: Sendable, CustomTestStringConvertible {
    enum Placement: String, CaseIterable, Sendable {
        case firstAndThird = "first and third"
        case everySecond = "every second"
    }

    let name: String
    let fault: Fault
    let method: String
    let placement: Placement

    var testDescription: String { "\(name) on the \(placement.rawValue) \(method)" }

    /// No request meets the fault twice in a row: what is tried only twice gets through too.
    var plan: FaultPlan {
        FaultPlan([
            FaultRule(where: { $0.method == method }) { occurrence in
                let isMet =
                    switch placement {
                    case .firstAndThird: [1, 3].contains(occurrence.match)
                    case .everySecond: occurrence.match.isMultiple(of: 2)
                    }
                return isMet && !occurrence.repetition.isMultiple(of: 2) ? fault : nil
            }
        ])
    }

    /// Faults after which nobody knows whether a write was done.
    static let ambiguous = cases(
        of: [
            ("a reset before the panel is asked", .resetBeforeForwarding),
            ("a reset in the middle of an answer", .resetMidAnswer),
            ("a lost answer", .loseAnswer),
            ("a gateway's 504 for what was done", .doneBehindGatewayPage),
        ], Placement.allCases)

    /// Answers that say that nothing was done, or might, and delays within the timeout.
    static let temporary = cases(
        of: [
            ("429 with seconds", .rateLimited(.seconds(7))),
            ("429 with a date", .rateLimited(.date(Timestamp(seconds: Timestamp.sample.seconds + 7)))),
            ("429 without Retry-After", .rateLimited(.absent)),
            ("the panel's 503 with seconds", .unavailable(503, .seconds(7))),
            ("the panel's 503 with a date", .unavailable(503, .date(Timestamp(seconds: Timestamp.sample.seconds + 7)))),
            ("the panel's 502", .unavailable(502)),
            ("the panel's 503", .unavailable(503)),
            ("the panel's 504", .unavailable(504)),
            ("a gateway's 502", .gatewayPage(502)),
            ("a gateway's 503", .gatewayPage(503)),
            ("a gateway's 504", .gatewayPage(504)),
            ("a delay", .delay(.seconds(5))),
        ], [.firstAndThird])

    /// Faults that nothing but a timeout ends.
    static let slow = cases(
        of: [
            ("silence", .stallHead),
            ("a stalled body", .stallBody),
            ("a delay beyond the timeout", .delay(.seconds(60))),
        ], Placement.allCases)

    /// Lists that do not hold still.
    static let pages: [(name: String, fault: Fault)] = [
        ("an object that is on a page twice", .repeatedItem),
        ("a page that has shrunk by one", .missingItems(1)),
        ("a page that has shrunk to nothing", .missingItems(.max)),
        ("a total that has grown", .movedTotal(by: 1)),
        ("a total that has shrunk", .movedTotal(by: -1)),
    ]

    private static func cases(
        of faults: [(name: String, fault: Fault)], _ placements: [Placement]
    ) -> [FaultCase] {
        faults.flatMap { fault in
            ["GET", "POST", "PUT", "DELETE"].flatMap { method in
                placements.map {
                    FaultCase(name: fault.name, fault: fault.fault, method: method, placement: $0)
                }
            }
        }
    }
}

extension Fault {
    /// The panel is asked and does it; the gateway before it has given up meanwhile.
    static let doneBehindGatewayPage: Fault = .rewriteAnswer { answer in
        answer = ProxiedAnswer(
            504, headers: ["Content-Type": "text/html"], body: Array("<h1>504 Gateway Time-out</h1>".utf8))
    }
}
