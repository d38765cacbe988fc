"""Sentences that several pages and commands of the workshop say in the same words."""

COPIES = "Copies that were downloaded before cannot be recalled, by this program or any other."
