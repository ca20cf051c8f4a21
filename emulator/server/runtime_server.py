"""The one port: LocalStack's gateway and our data plane on one Twisted reactor."""

from __future__ import annotations

import logging
import resource
from typing import TYPE_CHECKING

from localstack.runtime.server.twisted import TwistedRuntimeServer
from rolo.serving.twisted import TwistedGateway
from twisted.internet import reactor, ssl

from emulator.apigatewayv2.store import on_api_deleted
from emulator.execute_api import throttle
from emulator.execute_api.websocket import deleted_apis, limits
from emulator.server import reactor_events
from emulator.server.front_door import FrontDoor
from emulator.server.gateway_resource import gateway_resource
from emulator.server.http_channel import LimitedRequest, build_channel

if TYPE_CHECKING:
    from localstack.config import HostAndPort
    from rolo.gateway import Gateway

LOG = logging.getLogger(__name__)

# Sockets waiting to be accepted. The kernel's default of 50 refuses clients when a room of browsers reconnects.
ACCEPT_BACKLOG = 1024

_SECONDS_FOR_REQUESTS = 5.0


class PetriRuntimeServer(TwistedRuntimeServer):
    """LocalStack's Twisted server, but bound to the interface it is given and with our front door before the gateway.

    The stock server listens on all interfaces whatever ``GATEWAY_LISTEN`` says, and takes a thread per WebSocket.
    """

    def register(self, gateway: Gateway, listen: list[HostAndPort], ssl_creds: tuple[str, str] | None = None) -> None:
        """Serve ``gateway`` and the data plane on every address of ``listen``.

        Raises:
            twisted.internet.error.CannotListenError: the port is taken.
        """
        _raise_open_file_limit()
        reactor_events.install()
        site = TwistedGateway(gateway)
        site.resource = FrontDoor(gateway_resource(gateway))
        site.protocol, site.requestFactory = build_channel, LimitedRequest
        # Forms are the API's to read: Twisted would read them on the reactor, and answer 400 to those it cannot read.
        site._parsePOSTFormSubmission = False
        # Who called what is in LocalStack's log and ours already; Twisted would format a third line to no file.
        site.log = lambda _request: None
        protocol_factory = site
        if ssl_creds:
            # Imported here: the module binds to LocalStack's configuration as it is at server start.
            from emulator.server.silent_connections import TalkingMultiplexerFactory

            cert_file, key_file = ssl_creds
            context_factory = ssl.DefaultOpenSSLContextFactory(key_file, cert_file)
            context_factory.getContext().use_certificate_chain_file(cert_file)
            protocol_factory = TalkingMultiplexerFactory(context_factory, False, site)
        reactor.callWhenRunning(limits.start)
        deleted_apis.watch()
        on_api_deleted.append(throttle.forget_api)
        for address in listen:
            reactor.listenTCP(address.port, protocol_factory, backlog=ACCEPT_BACKLOG, interface=address.host)

    def shutdown(self) -> None:
        """Stop serving; from any thread. Requests that are under way get some seconds.

        The stock server stops the reactor from outside of its thread, which a reactor that has nothing to do notices
        with the next request, or never.
        """
        if self.thread_pool:
            self.thread_pool.stop(timeout=_SECONDS_FOR_REQUESTS)
        reactor.callFromThread(reactor.stop)


def _raise_open_file_limit() -> None:
    """One socket is one descriptor; the usual soft limit of 1024 would end at a thousand browsers."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError) as error:
            LOG.warning("Could not raise the limit of open files from %d to %d: %s", soft, wanted, error)
