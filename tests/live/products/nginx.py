"""nginx: Basic, a sub-request that decides, a stripped header, a cached 401, redirects, client certificates."""

from __future__ import annotations

import trustme

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """nginx in front of the small key API."""
    nginx = box.program("nginx")
    port, tls_port, mtls_port, api = box.port(), box.port(), box.port(), box.port()
    password, key = "correct-horse-1n", "k3y0fth3sm4ll4p1k3y0fth3sm4ll"
    box.python("key_api.py", api, password, key)
    users = box.htpasswd("sam", password)
    authority = trustme.CA()
    server, client = authority.issue_cert("127.0.0.1", "localhost"), authority.issue_cert("sam@example.com")
    paths = {name: box.folder / name for name in ("server.pem", "server.key", "ca.pem", "client.pem", "client.key")}
    server.cert_chain_pems[0].write_to_path(str(paths["server.pem"]))
    server.private_key_pem.write_to_path(str(paths["server.key"]))
    authority.cert_pem.write_to_path(str(paths["ca.pem"]))
    client.cert_chain_pems[0].write_to_path(str(paths["client.pem"]))
    client.private_key_pem.write_to_path(str(paths["client.key"]))
    box.folder.chmod(0o777)
    box.write("site/open/index.html", "open")
    box.write("site/basic/index.html", "members")
    certificate = f"ssl_certificate {paths['server.pem']}; ssl_certificate_key {paths['server.key']};"
    box.write(
        "nginx.conf",
        f"""
daemon off; pid {box.folder}/nginx.pid; error_log {box.folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; root {box.folder}/site;
  client_body_temp_path {box.folder}/t1; proxy_temp_path {box.folder}/t2; fastcgi_temp_path {box.folder}/t3;
  uwsgi_temp_path {box.folder}/t4; scgi_temp_path {box.folder}/t5;
  proxy_cache_path {box.folder}/cache keys_zone=c:1m;
  map $http_authorization $known {{ default 0; "Bearer {key}" 1; }}
  server {{
    listen 127.0.0.1:{port}; server_name _; absolute_redirect on;
    location /open/ {{ }}
    location /basic/ {{ auth_basic "members"; auth_basic_user_file {users}; }}
    location /decided/ {{ auth_request /decide; try_files /open/index.html =404; }}
    location = /decide {{ internal; if ($known = 0) {{ return 401; }} return 204; }}
    location /forbidden/ {{ return 403; }}
    location /dead/ {{ proxy_pass http://127.0.0.1:1; }}
    location /api/ {{ proxy_pass http://127.0.0.1:{api}/; }}
    location /stripped/ {{ proxy_set_header Authorization ""; proxy_pass http://127.0.0.1:{api}/; }}
    location /cached/ {{ proxy_pass http://127.0.0.1:{api}/; proxy_cache c; proxy_cache_key $uri$args; proxy_cache_valid any 10m;
      proxy_ignore_headers Cache-Control Expires; add_header X-Cache-Status $upstream_cache_status always; }}
    location /moved/ {{ return 301 http://localhost:{port}/api/basic; }}
    location /secure/ {{ return 301 https://127.0.0.1:{tls_port}/api/basic; }}
  }}
  server {{ listen 127.0.0.1:{tls_port} ssl; {certificate} location /api/ {{ proxy_pass http://127.0.0.1:{api}/; }} }}
  server {{ listen 127.0.0.1:{mtls_port} ssl; {certificate} ssl_client_certificate {paths["ca.pem"]}; ssl_verify_client on; }}
}}
""",
    )
    box.run(nginx, "-c", str(box.folder / "nginx.conf"), "-p", str(box.folder), port=port)
    return {
        "url": f"http://127.0.0.1:{port}",
        "resource": f"http://127.0.0.1:{port}/basic/",
        "tls": f"https://127.0.0.1:{tls_port}",
        "mtls": f"https://127.0.0.1:{mtls_port}",
        "ca": str(paths["ca.pem"]),
        "client": str(paths["client.pem"]),
        "client_key": str(paths["client.key"]),
        "direct": f"http://127.0.0.1:{api}",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        "key": key,
        "wrong_key": "k3y0fs0m3b0dy3ls3k3y0fs0m3b0d",
        "shown": "tls mtls ca client client_key direct",
    }
