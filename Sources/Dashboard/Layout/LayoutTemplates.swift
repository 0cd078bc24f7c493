/// What all pages have around their own, and small parts that several have.
enum LayoutTemplates {
    static let page = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} · phoenix</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="{{stylesheetPath}}">
        <script src="{{scriptPath}}" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
        <a class="brand" href="/">phoenix</a>
        {{#visitor}}
        <nav aria-label="Pages"><ul>
        {{#sections}}<li><a href="{{path}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{label}}</a></li>
        {{/sections}}
        </ul></nav>
        <form class="who" method="post" action="/logout"><span>signed in with the key <bdi>{{keyName}}</bdi></span>
        <button>Sign out</button></form>
        {{/visitor}}
        </header>
        <main id="main" tabindex="-1" data-refresh="{{refresh}}">{{{content}}}</main>
        <footer>
        {{#visitor}}<form class="line" method="post" action="/zone">
        <input type="hidden" name="next" value="{{here}}">
        <label>Times are in <select name="zone">
        {{#zones}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>
        {{/zones}}<option id="own-zone" value="" disabled>this browser's</option>
        </select></label><button>Show</button></form>{{/visitor}}
        <span>As of {{#now}}{{>time}}{{/now}}</span>
        <span id="state"></span>
        </footer>
        </body>
        </html>

        """

    static let time = """
        <time datetime="{{iso}}" title="{{zoneName}}">{{shown}}</time>
        """

    static let mark = """
        <span class="mark {{tone}}"><span aria-hidden="true">{{glyph}}</span> {{word}}</span>
        """

    static let notice = """
        <div class="notice {{tone}}" role="{{role}}">{{#text}}<p>{{{html}}}</p>{{/text}}{{#more}}<p>{{{html}}}</p>{{/more}}{{#links}}\
        <p><a href="{{path}}">{{label}}</a></p>{{/links}}</div>
        """

    static let message = """
        <h1>{{heading}}</h1>
        {{#notices}}{{>notice}}{{/notices}}
        """
}
