import PhoenixModel

/// The numbers under which secret values are shown, the same for the same value within one plan.
struct SecretNumbers {
    private var numbers: [String: Int] = [:]

    mutating func number(of text: String) -> Int {
        if let known = numbers[text] { return known }
        numbers[text] = numbers.count + 1
        return numbers.count
    }
}
