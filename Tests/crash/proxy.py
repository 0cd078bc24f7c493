"""A network between a client and a server of the loopback, for the tests that break things."""

import socket
import threading


class Proxy:
    """Passes everything on until it is told otherwise."""

    def __init__(self, port):
        self.target = port
        self.swallows = False
        self.text, self.chance, self.cuts = None, 0, 0
        self.random = None
        self.lock = threading.Lock()
        self.pairs = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_answers(self, text, chance, random):
        """What clients send with this text in it reaches the server, and of some the answer is lost."""
        self.random, self.chance, self.text = random, chance, text

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            pair = Pair(self, client, server)
            with self.lock:
                self.pairs.add(pair)
            pair.start()

    def close(self):
        self.listener.close()
        self.cut_all()

    def cut_all(self):
        with self.lock:
            pairs, self.pairs = self.pairs, set()
        for pair in pairs:
            pair.close()


class Pair:
    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.is_losing = False

    def start(self):
        threading.Thread(target=self._pump, args=(self.client, self.server, True), daemon=True).start()
        threading.Thread(target=self._pump, args=(self.server, self.client, False), daemon=True).start()

    def close(self):
        for side in (self.client, self.server):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _pump(self, source, target, is_from_client):
        proxy = self.proxy
        try:
            while data := source.recv(65536):
                if proxy.swallows:
                    continue
                if is_from_client and proxy.text and proxy.text in data:
                    with proxy.lock:
                        self.is_losing = proxy.random.random() < proxy.chance
                if not is_from_client and self.is_losing:
                    proxy.cuts += 1
                    break
                target.sendall(data)
        except OSError:
            pass
        # A network that swallows everything swallows this too.
        if not proxy.swallows:
            self.close()
