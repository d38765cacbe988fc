"""Addresses of the public catalog. They are cited: a name or a form, once given, stays."""

from django.urls import path

from catalog.api import reference
from catalog.views import (
    about,
    downloads,
    evidence,
    find,
    history,
    home,
    issue,
    issues,
    machines,
    strategies,
    taxonomy,
)

app_name = "catalog"
urlpatterns = [
    path("", home.home, name="home"),
    path("phases/", taxonomy.phases, name="phases"),
    path("phases/<slug:slug>/", taxonomy.phase, name="phase"),
    path("attributes/", taxonomy.attributes, name="attributes"),
    path("attributes/<slug:slug>/", taxonomy.attribute, name="attribute"),
    path("matrix/", taxonomy.matrix, name="matrix"),
    path("issues/", issues.issues, name="issues"),
    path("issues/<slug:code>/", issue.issue_by_code, name="issue-by-code"),
    path("issues/<slug:code>/<slug:slug>/", issue.issue, name="issue"),
    path("issues/<slug:code>/<slug:slug>/history/", history.history, name="issue-history"),
    path("issues/<slug:code>/<slug:slug>/history/<int:version>/", history.version, name="issue-version"),
    path("evidence/<slug:public_id>/", evidence.evidence, name="evidence"),
    path("strategies/", strategies.strategies, name="strategies"),
    path("strategies/by-phase/", strategies.strategies, {"by": "phase"}, name="strategies-by-phase"),
    path("strategies/by-quality/", strategies.strategies, {"by": "quality"}, name="strategies-by-quality"),
    path("strategies/<slug:code>/", strategies.strategy_by_code, name="strategy-by-code"),
    path("strategies/<slug:code>/<slug:slug>/", strategies.strategy, name="strategy"),
    path("search/", find.search, name="search"),
    path("glossary/", about.glossary, name="glossary"),
    path("method/", about.method, name="method"),
    path("cite/", about.cite, name="cite"),
    path("releases/", about.releases, name="releases"),
    path("releases/<str:version>/r<int:revision>/<str:filename>", downloads.release_file, name="release-file"),
    path("downloads/", downloads.downloads, name="downloads"),
    path("downloads/<slug:name>/<str:filename>", downloads.export_file, name="export-file"),
    path("api/", reference.api, name="api"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
