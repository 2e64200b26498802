"""Scrapy's settings: the environment, the wiring and the order of components, limits; nothing else."""

from __future__ import annotations

import os

from dotenv import dotenv_values

from tiktok_spiders.config import ALIASES, NOT_NEEDED, setting_names

_environment = {**dotenv_values(".env"), **os.environ}
for _alias, _name in ALIASES.items():
    if _environment.get(_alias):
        _environment.setdefault(_name, _environment[_alias])
for _name in setting_names():
    if _environment.get(_name):
        globals()[_name] = _environment[_name]
NAMES_NOT_NEEDED = [_name for _name in NOT_NEEDED if _environment.get(_name)]

BOT_NAME = "tiktok_spiders"
SPIDER_MODULES = ["tiktok_spiders.spiders"]
NEWSPIDER_MODULE = "tiktok_spiders.spiders"
COMMANDS_MODULE = "tiktok_spiders.commands"

# Polite by default. The pace holds for each identity, because the slot is the identity;
# the add-on derives delay, AutoThrottle and robots.txt from TIKTOK_DOWNLOAD_DELAY and TIKTOK_ROBOTSTXT_OBEY.
ADDONS = {
    "tiktok_spiders.addon.PolitenessAddon": 100,
    "tiktok_spiders.distributed.addon.DistributedAddon": 200,
}
DOWNLOAD_DELAY_JITTER = 0.5
ROBOTSTXT_USER_AGENT = "tiktok-spiders"  # whose rules are looked up; identities look like browsers
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 16  # connections kept open; an identity is leased for one request at a time

DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 32 * 2**20
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
RETRY_ENABLED = False  # middlewares/outcome.py repeats by outcome
COOKIES_ENABLED = True
METAREFRESH_ENABLED = False
REFERRER_POLICY = "no-referrer"  # identities send the site's own page, not the last API address
DUPEFILTER_CLASS = (
    "scrapy.dupefilters.BaseDupeFilter"  # the spiders know their targets; a page may come again
)

# One page of records and its checkpoint must fit (30 members of a relation list are 60 records, 50 comments
# with their authors 100); each costs a task a response.
CONCURRENT_ITEMS = 120

# Scrapy's own handler, and the browser for requests whose rung is one; it starts at the first of them.
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "tiktok_spiders.browser.handler.BrowserDownloadHandler")

DOWNLOADER_MIDDLEWARES = {
    # Requests go down, answers up: decompressed (590) and redirected (600) before they are judged.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "middlewares.offsite.OffsiteMiddleware": 50,
    "middlewares.fallback.FallbackMiddleware": 540,
    "middlewares.outcome.OutcomeMiddleware": 550,
    "middlewares.identity.IdentityMiddleware": 560,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "middlewares.compression.CompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "middlewares.cookies.CookiesMiddleware": 700,
    "middlewares.proxy.ProxyMiddleware": 740,  # Scrapy's own, which sends the credentials, is at 750
}

SPIDER_MIDDLEWARES = {
    # The outcome knows better than a status; listings are as deep as they are long.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

ITEM_PIPELINES = {
    "pipelines.validate.ValidatePipeline": 100,
    "pipelines.pseudonymise.PseudonymisePipeline": 150,  # what follows must not see the names
    "pipelines.dedupe.DedupePipeline": 200,
    "pipelines.store.StorePipeline": 300,
}

EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,
    "tiktok_spiders.extensions.safelog.SafeLog": 50,
    "tiktok_spiders.extensions.notneeded.NotNeeded": 60,
    "tiktok_spiders.extensions.run.RunKeeper": 100,
    "tiktok_spiders.extensions.progress.Progress": 200,
    "tiktok_spiders.extensions.verdicts.VerdictReport": 300,
    "tiktok_spiders.extensions.sessions.SessionRenewal": 400,
    "tiktok_spiders.extensions.publish.PublishAfterCrawl": 500,
}

FEED_EXPORTERS = {
    "jsonlines": "tiktok_spiders.feeds.RecordLinesExporter",
    "jsonl": "tiktok_spiders.feeds.RecordLinesExporter",
    "jl": "tiktok_spiders.feeds.RecordLinesExporter",
    "csv": "tiktok_spiders.feeds.RecordCsvExporter",
}
FEED_EXPORT_ENCODING = "utf-8"

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
MEMUSAGE_WARNING_MB = 1000
MEMUSAGE_LIMIT_MB = 1500

LOG_LEVEL = "INFO"
LOG_FORMATTER = "tiktok_spiders.extensions.logformatter.QuietFormatter"
