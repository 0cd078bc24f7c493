import Diagnostics
import PhoenixModel

extension Diagnostic {
    /// A panel's refusal or fault, as a problem of the whole run.
    init(_ error: PanelError) {
        let code: DiagnosticCode =
            switch error.code {
            case .unreachable: .panelUnreachable
            case .store(.missing), .store(.unavailable): .storeUnavailable
            case .store(.damaged): .storeDamaged
            case .store(.tooNew): .storeTooNew
            case .store(.locked): .storeLocked
            case .store(.full): .storeFull
            case .store(.readOnly): .storeReadOnly
            case .ownershipNotKept: .ownershipNotKept
            default: .panelRefused
            }
        self.init(code, error.message, help: error.help)
    }
}
