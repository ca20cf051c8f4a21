import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Starts DynamoDB Local with what its command line lacks: it listens on 127.0.0.1 alone, on a port that is known to be
 * free, with its database folder to itself, and it ends when standard input does, that is with the process that
 * started it, however that one died.
 *
 * <p>System properties: {@code petri.port} (0 takes any free port) and {@code petri.lock} (a file to hold locked).
 * Arguments are those of DynamoDB Local. Once the port is open, "listening on PORT" is printed.
 */
public final class LoopbackLauncher {
    private static final int LOCK_ATTEMPTS = 60;
    private static final long LOCK_PAUSE_MILLIS = 50;

    /** A field, so that the channel is not collected, which would release the lock. */
    private static FileChannel lockFile;

    public static void main(String[] args) {
        try {
            lock(Path.of(System.getProperty("petri.lock")));
            DynamoDBProxyServer engine = ServerRunner.createServerFromCommandLineArgs(args);
            ServerConnector connector = connectorOf(engine);
            connector.setHost("127.0.0.1");
            connector.setPort(Integer.getInteger("petri.port"));
            connector.setIdleTimeout(0); // kept connections stay open: none closes while a request is on its way
            engine.safeStart();
            System.out.println("listening on " + connector.getLocalPort());
            while (System.in.read() != -1) {
                // Nothing is ever said there; only its end matters.
            }
            engine.stop();
            System.exit(0);
        } catch (Throwable problem) {
            System.out.println("cannot start: " + problem);
            System.exit(1);
        }
    }

    /** Two engines on one folder would spoil it. A predecessor whose parent was killed needs a moment to end. */
    private static void lock(Path file) throws IOException, InterruptedException {
        lockFile = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            if (lockFile.tryLock() != null) {
                return; // held until this process ends
            }
            Thread.sleep(LOCK_PAUSE_MILLIS);
        }
        throw new IOException("another DynamoDB Local uses the folder of " + file);
    }

    /** The engine has no accessor for its server, and a server started on a port has exactly one connector. */
    private static ServerConnector connectorOf(DynamoDBProxyServer engine) throws ReflectiveOperationException {
        Field server = DynamoDBProxyServer.class.getDeclaredField("server");
        server.setAccessible(true);
        return (ServerConnector) ((Server) server.get(engine)).getConnectors()[0];
    }
}
