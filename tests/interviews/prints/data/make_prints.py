"""Makes the invented prints of this folder out of the HTML beside them, as a coder's browser would.

Run it by hand, with a Chromium on the machine, when an HTML file has changed:
`python tests/interviews/prints/data/make_prints.py`.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
ADDRESS = "https://coding-tool.example/"
SMALL = "font: 8pt 'DejaVu Sans'; width: 100%; padding: 0 26px; display: flex; justify-content: space-between"
HEADER = f'<div style="{SMALL}"><span>3/2/26, 5:46 PM</span><span class="title"></span><span></span></div>'
FOOTER = (
    f'<div style="{SMALL}"><span class="url"></span>'
    '<span><span class="pageNumber"></span>/<span class="totalPages"></span></span></div>'
)


def make_prints() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.route(ADDRESS + "**", lambda route: route.fulfill(path=HERE / route.request.url.removeprefix(ADDRESS)))
        for source in sorted(HERE.glob("*.html")):
            page.goto(ADDRESS + source.name)
            page.pdf(
                path=source.with_suffix(".pdf"),
                format="Letter",
                display_header_footer=True,
                header_template=HEADER,
                footer_template=FOOTER,
                margin={"top": "0.75in", "bottom": "0.75in", "left": "0.625in", "right": "0.625in"},
            )
        browser.close()


if __name__ == "__main__":
    make_prints()
