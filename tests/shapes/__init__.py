"""The shapes of referral packages, and the examples beside them."""
