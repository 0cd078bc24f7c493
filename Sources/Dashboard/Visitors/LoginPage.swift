/// The page on which a visitor signs in.
struct LoginPage {
    var notices: [Notice] = []
    /// Path and query of the page to go on to.
    let next: String
    /// A form that was sent without being signed in: where to, and what it said. It is sent on once that is done.
    var again: String?
    var fields = ""
    /// Browsers leave the session out when they follow a link on another site.
    var comesFromElsewhere = false

    func content(_ templates: Templates, status: Int = 401) -> PageContent {
        PageContent(title: "Sign in", html: templates.render("login", self), status: status)
    }

    static let template = """
        <h1>Sign in</h1>
        {{#notices}}{{>notice}}{{/notices}}
        {{#comesFromElsewhere}}<p>Signed in already? <a href="{{next}}">Open the page</a>: browsers do not say so when a \
        link on another site is followed.</p>{{/comesFromElsewhere}}
        <form method="post" action="/login" class="line">
        <input type="hidden" name="next" value="{{next}}">
        {{#again}}<input type="hidden" name="again" value="{{again}}"><input type="hidden" name="fields" value="{{fields}}">
        {{/again}}<label>API key <input type="password" name="key" size="40" required autocomplete="current-password" \
        spellcheck="false" autocapitalize="none"></label>
        <button class="main">Sign in</button>
        </form>
        <p class="soft">The pages allow what the key allows. Whoever runs this server makes one with \
        <code>phoenix keys create</code>. You are signed out after 12 hours, or when the key is revoked.</p>

        """
}
