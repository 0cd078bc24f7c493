/// What a page puts between header and footer.
struct PageContent {
    var title: String
    /// HTML.
    var html: String
    var status = 200
    /// Which entry of the navigation it belongs to.
    var section = ""
    /// Seconds after which it is asked for again; 0 for a page that stays as it is.
    var refresh = 0
}
