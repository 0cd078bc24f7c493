/// Whether a secret may stand somewhere.
enum SecretPolicy {
    case allowed, refused, refusedInKey
}
