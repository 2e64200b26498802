"""What a person sees: safe text, the progress line and the table of verdicts. Knows records, no Scrapy."""
