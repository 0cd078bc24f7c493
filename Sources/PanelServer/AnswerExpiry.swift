import PanelService
import ServiceLifecycle

/// Forgets the answers remembered for idempotency keys once their day is over, also where nobody creates anything.
struct AnswerExpiry: Service {
    let services: ServiceOperations
    var interval: Duration = .seconds(600)

    func run() async {
        await cancelWhenGracefulShutdown {
            repeat {
                // A store that cannot be written to shows everywhere else.
                try? await services.forgetExpiredAnswers()
            } while (try? await Task.sleep(for: interval)) != nil
        }
    }
}
