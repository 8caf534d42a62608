import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/** Checks PDFs against PDF/UA-1: one line of JSON for each path, in the order they were given. */
public class VeraPdf {
    private static final String PROFILE = "/org/verapdf/pdfa/validation/PDFUA-1.xml";
    private static final PDFAFlavour UA = PDFAFlavour.PDFUA_1;

    /** What was found in a file; one that cannot be read says why. */
    private record Answer(String path, boolean compliant, String unreadable, List<Failed> failed) {}

    /** A rule, what it asks for, and where a file broke it first. */
    private record Failed(String clause, int test, String description, String message, int count, String context) {}

    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var profile = profile();
        var json = new ObjectMapper();
        for (var path : paths) {
            System.out.println(json.writeValueAsString(check(path, profile)));
        }
    }

    private static Answer check(String path, ValidationProfile profile) throws Exception {
        try (var parser = Foundries.defaultInstance().createParser(new File(path), UA);
                var validator = Foundries.defaultInstance().createValidator(profile, 1, false, true, false)) {
            var result = validator.validate(parser);
            return new Answer(path, result.isCompliant(), null, failed(result));
        } catch (ModelParsingException | EncryptedPdfException unreadable) {
            return new Answer(path, false, String.valueOf(unreadable.getMessage()), List.of());
        }
    }

    private static List<Failed> failed(ValidationResult result) {
        return result.getTestAssertions().stream()
                .map(first -> new Failed(
                        first.getRuleId().getClause(),
                        first.getRuleId().getTestNumber(),
                        first.getMessage(),
                        first.getErrorMessage(),
                        result.getFailedChecks().get(first.getRuleId()),
                        first.getLocation().getContext()))
                .sorted(Comparator.comparing(Failed::clause).thenComparing(Failed::test))
                .toList();
    }

    /** The engine's own profile, read without JAXB: Java 11 and later have none, and the engine's jar only a part. */
    private static ValidationProfile profile() throws Exception {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        var root = builder.parse(Foundries.class.getResource(PROFILE).toString()).getDocumentElement();
        var rules = new HashSet<Rule>();
        all(root, "rule").forEach(rule -> rules.add(rule(rule)));
        var variables = new HashSet<Variable>();
        all(root, "variable").forEach(variable -> variables.add(variable(variable)));
        var details = Profiles.profileDetailsFromValues("PDF/UA-1", PROFILE, "veraPDF Consortium", new Date(0));
        return Profiles.profileFromValues(UA, details, "", rules, variables);
    }

    private static Rule rule(Element rule) {
        var id = one(rule, "id");
        var number = Integer.parseInt(id.getAttribute("testNumber"));
        var arguments = new ArrayList<ErrorArgument>();
        all(rule, "argument").forEach(name -> arguments.add(argument(name)));
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(UA.getPart(), id.getAttribute("clause"), number),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"),
                one(rule, "description").getTextContent(),
                one(rule, "test").getTextContent(),
                Profiles.errorFromValues(one(rule, "message").getTextContent(), arguments),
                List.of());
    }

    private static ErrorArgument argument(Element argument) {
        return ErrorArgumentImpl.fromValues(argument.getTextContent(), null, null);
    }

    private static Variable variable(Element variable) {
        return Profiles.variableFromValues(
                variable.getAttribute("name"),
                variable.getAttribute("object"),
                one(variable, "defaultValue").getTextContent(),
                one(variable, "value").getTextContent());
    }

    private static List<Element> all(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(index -> (Element) found.item(index)).toList();
    }

    private static Element one(Element parent, String name) {
        var found = all(parent, name);
        if (found.size() != 1) {
            throw new IllegalStateException(PROFILE + ": not one " + name + " in a " + parent.getTagName());
        }
        return found.get(0);
    }
}
