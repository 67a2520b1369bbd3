"""The price book of a project: own prices, discounts, currency and basis."""
