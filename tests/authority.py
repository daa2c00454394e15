"""A timestamping authority on this machine: OpenSSL signs, a small server answers."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

OPENSSL = shutil.which("openssl")

_CONFIG = """
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = signer
[signer]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """Answers at ``url`` while it is entered. ``root`` is its root certificate."""

    folder: Path
    broken: bytes | None = None
    """Sent in place of every answer, if set."""
    asked: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.root = self.folder / "root.pem"
        config = self.folder / "openssl.cnf"
        config.write_text(_CONFIG.format(folder=self.folder))
        (self.folder / "serial").write_text("01\n")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "openssl.cnf")
        made = ("req", "-x509", "-days", "30")
        self._openssl(*made, *key, "-keyout", "root.key", "-subj", "/CN=Root", "-extensions", "root")
        shutil.move(self.folder / "out", self.root)
        issuer = ("-CA", "root.pem", "-CAkey", "root.key", "-keyout", "leaf.key")
        self._openssl(*made, *key, *issuer, "-subj", "/CN=Signer", "-extensions", "leaf")
        shutil.move(self.folder / "out", self.folder / "leaf.pem")

    def answer(self, query: bytes) -> bytes:
        """A signed timestamp of what the query holds."""
        self.asked.append(query)
        if self.broken is not None:
            return self.broken
        (self.folder / "query").write_bytes(query)
        signer = ("-signer", "leaf.pem", "-inkey", "leaf.key")  # alone: OpenSSL would not sort a chain as DER asks
        self._openssl("ts", "-reply", "-config", "openssl.cnf", "-section", "signer", "-queryfile", "query", *signer)
        return (self.folder / "out").read_bytes()

    def _openssl(self, *arguments: str) -> None:
        assert OPENSSL
        subprocess.run([OPENSSL, *arguments, "-out", "out"], cwd=self.folder, check=True, capture_output=True)

    def __enter__(self) -> Authority:
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answer = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
