import Testing

@testable import Probes

@Suite("A login by SCRAM-SHA-256")
struct ScramLoginTests {
    private let login = ScramLogin(password: "pencil", nonce: "rOprNGfwEbeRWgbNEkqO", user: "user")

    @Test("goes as in the example of RFC 7677")
    func example() throws {
        #expect(login.first == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
        let answer = try login.answer(
            to: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
        #expect(
            answer.message
                == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        )
        #expect(answer.expected == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
    }

    @Test(
        "refuses a challenge that is none",
        arguments: [
            "", "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999", "e=unknown-user",
        ])
    func challenge(_ text: String) {
        #expect(throws: ProbeFailure.self) { try login.answer(to: text) }
    }
}
