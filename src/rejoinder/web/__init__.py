"""HTTP in, HTML or JSON out; holds no rule. Its faces (site, api, desk) do not know each other."""
