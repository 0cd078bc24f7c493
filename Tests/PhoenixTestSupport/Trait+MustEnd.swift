package import Testing

extension Trait where Self == TimeLimitTrait {
    /// Stops a test that would otherwise wait for ever. The limit is far beyond what any test takes while all others
    /// run beside it on a slow machine, so that it says nothing of speed.
    package static var mustEnd: Self { .timeLimit(.minutes(20)) }
}
