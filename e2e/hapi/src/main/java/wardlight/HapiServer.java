package wardlight;

import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.test.config.Batch2FastSchedulerConfig;
import ca.uhn.fhir.jpa.test.config.TestR4Config;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** HAPI FHIR's JPA server, R4, in memory, on a free port of loopback; says on a line of its own where. */
public final class HapiServer {
  public static void main(String[] arguments) throws Exception {
    var context = new AnnotationConfigApplicationContext(TestR4Config.class, Batch2FastSchedulerConfig.class);
    var settings = context.getBean(JpaStorageSettings.class);
    // Ids like "syn-0001" are the source's own, as in a hospital's record.
    settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
    // Records refer to what nobody sent, in the demo hospital as elsewhere.
    settings.setEnforceReferentialIntegrityOnWrite(false);

    var fhir = new RestfulServer(context.getBean(FhirContext.class));
    fhir.registerProviders(context.getBean("myResourceProvidersR4", ResourceProviderFactory.class).createProviders());
    fhir.registerProvider(context.getBean("mySystemProviderR4", JpaSystemProvider.class));
    fhir.registerProvider(context.getBean(BulkDataExportProvider.class));
    fhir.setPagingProvider(context.getBean(DatabaseBackedPagingProvider.class));
    fhir.setDefaultResponseEncoding(EncodingEnum.JSON);
    fhir.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(
            fhir,
            context.getBean("mySystemDaoR4", IFhirSystemDao.class),
            settings,
            context.getBean(ISearchParamRegistry.class),
            context.getBean("myJpaValidationSupportChain", IValidationSupport.class)));

    var server = new Server(new InetSocketAddress("127.0.0.1", 0));
    var handler = new ServletContextHandler();
    handler.addServlet(new ServletHolder(fhir), "/fhir/*");
    server.setHandler(handler);
    server.start();
    System.out.println("HAPI FHIR http://127.0.0.1:" + ((NetworkConnector) server.getConnectors()[0]).getLocalPort() + "/fhir");
    server.join();
  }
}
