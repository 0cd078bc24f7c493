/// Whether a secret may stand somewhere.
package enum SecretPolicy {
    case allowed, refused, refusedInKey
}
