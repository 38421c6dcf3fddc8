"""Public prefixes of tokens: what a token's provider says of it openly, so a mask may show it (not the rest)."""

from __future__ import annotations

import re

_FORMS = (
    # GitHub, GitLab, Bitbucket, other forges and registries
    r"gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|oas|ft|soat|agent|imt|ffct)-|ATBB|BBDC-|npm_|pypi-|rubygems_|"
    r"dckr_[op]at_",
    r"AKCp|cmVmdGtu|CCIPAT_|PMAK-|bkua_|sq[upa]_|pul-|lsv2_[ps][tk]_|hvs\.|hvb\.|hvr\.|ops_|dp\.(?:pt|st|ct|sa|"
    r"scim|audit)\.",
    # payments
    r"[srp]k_(?:live|test|prod)_|whsec_|(?:sandbox-)?sq0(?:atp|cs[a-z]|id[a-z])-|EAAA|rzp_(?:live|test)_|"
    r"shippo_(?:live|test)_",
    r"access-(?:sandbox|development|production)-|EZ[AT]K|duffel_(?:live|test)_|shp(?:at|ca|pa|ss|ua)_|dapi|sgp_",
    # messages, offices, chats
    r"xox[abeprs]-|xoxe\.xox[bp]-|xapp-|SG\.|key-|pubkey-|pat-(?:na|eu|ap)\d-|ATATT3|ATCTT3|ATTA|ntn_|secret_|"
    r"lin_api_",
    r"fig[dp]_|tfp_|dG9rO|00D(?=\w{12,15}!)|3MVG9|5Aep861|SSWS |CFPAT-|sl\.u\.|sl\.",
    # clouds and monitoring
    r"AIza|ya29\.|1//0|GOCSPX-|AKIA|ASIA|AROA|ABSK|da2-|cf(?:[ua]t|k)_|v1\.0-|do[opr]_v1_|HRKU-|nfp_|fo1_|rnd_|"
    r"tskey-",
    r"NR(?:AK|II|IQ|JS|BR)-|sntry[su]_|glsa_|glc_|dt0c01\.|mdb_sa_sk_|sbp_|sb_(?:secret|publishable)_|ph[cx]_|vcp_",
    # models
    r"sk-(?:proj|svcacct|admin|ant-(?:api\d\d|admin\d\d|oat\d\d)|or-v\d|lf)-|sk-|hf_|api_org_|gsk_|xai-|pplx-|r8_|"
    r"nvapi-|jina_",
    r"apify_api_|fw_|e2b_|EAA|AQ[UVWX](?=\w{40})|eyJ",
)
PREFIX = re.compile("|".join(_FORMS))
