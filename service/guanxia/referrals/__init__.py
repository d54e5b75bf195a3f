"""Referral packages: papers between agencies, taken in, examined and told about in words."""

PACKAGES = "https://w3id.org/guanxia/package/"
CONTEXT = "https://w3id.org/guanxia/context/package.jsonld"
