/// Which of the panels that the documentation allows a `DocumentedOnlyPanel` is.
package struct DocumentedOnlyOptions: Sendable {
    /// Where `task` is answered. The documentation shows it nowhere.
    package enum TaskReport: Sendable, Hashable {
        case never
        /// In answers that hold one object.
        case singly
        case inLists
    }

    package enum LinkForm: Sendable, Hashable {
        /// `/api/v1/services?page=2`
        case relative
        /// With the scheme and host that the request was sent to.
        case absolute
    }

    /// How a value is refused that is missing from a `PUT`.
    package enum ValidationErrors: Sendable, Hashable {
        /// `{"message": …, "errors": {"name": […]}}`
        case laravel
        /// The documented error format.
        case documented
    }

    package var task = TaskReport.never
    package var perPage = 15
    package var links = LinkForm.relative
    package var validationErrors = ValidationErrors.laravel
    /// Whether space at either end of any text of a body is dropped before it is stored.
    package var trimsText = false

    package init() {}
}
