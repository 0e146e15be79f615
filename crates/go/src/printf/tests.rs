use super::{Argument, sprintf};

#[test]
fn what_go_prints_is_printed() {
    use Argument::{Float, Integer, Text};
    let text = |text: &str| Text(text.to_owned());
    for (format, values, expected) in [
        ("%d%%", vec![Integer(7)], "7%"),
        ("%5d|%-5d|%05d", vec![Integer(7), Integer(7), Integer(-7)], "    7|7    |-0007"),
        ("%x %#x %o %b %c %U", [255; 6].map(Integer).to_vec(), "ff 0xff 377 11111111 ÿ U+00FF"),
        ("%v %.2f %e %g", [1_500_000.0; 4].map(Float).to_vec(), "1.5e+06 1500000.00 1.500000e+06 1.5e+06"),
        ("%q %+q %x %5.1s|", ["é"; 4].map(text).to_vec(), r#""é" "\u00e9" c3a9     é|"#),
        ("%[2]s %[1]s", vec![text("a"), text("b")], "b a"),
        ("%*d", vec![Integer(4), Integer(1)], "   1"),
        ("%d %s", vec![text("a")], "%!d(string=a) %!s(MISSING)"),
        ("%s", vec![text("a"), Integer(1)], "a%!(EXTRA int64=1)"),
        ("%T %T", vec![Float(1.0), text("")], "float64 string"),
        ("100%", vec![], "100%!(NOVERB)"),
    ] {
        assert_eq!(sprintf(format, &values).unwrap(), expected, "{format}");
    }
}
