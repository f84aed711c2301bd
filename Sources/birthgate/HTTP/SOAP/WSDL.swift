import Wire

/// The description of the SOAP route (WSDL 1.1, document/literal, wrapped), for tools that make
/// clients of it.
enum WSDL {
  static let namespace = "urn:birthgate:soap:1"

  /// - Parameter address: where the route is reached.
  static func document(address: String) -> String {
    let address = XMLElement.escaped(address)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <wsdl:definitions name="Birthgate" targetNamespace="\(namespace)" xmlns:tns="\(namespace)"
          xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
          xmlns:xsd="http://www.w3.org/2001/XMLSchema"
          xmlns:soap11="http://schemas.xmlsoap.org/wsdl/soap/"
          xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
        <wsdl:types>
          <xsd:schema targetNamespace="\(namespace)" elementFormDefault="unqualified">
            <xsd:element name="submit"><xsd:complexType><xsd:sequence>
              <xsd:element name="xmlInput" type="xsd:string"/>
            </xsd:sequence></xsd:complexType></xsd:element>
            <xsd:element name="submitResponse"><xsd:complexType><xsd:sequence>
              <xsd:element name="return" type="xsd:string"/>
            </xsd:sequence></xsd:complexType></xsd:element>
          </xsd:schema>
        </wsdl:types>
        <wsdl:message name="submitRequest">
          <wsdl:part name="parameters" element="tns:submit"/>
        </wsdl:message>
        <wsdl:message name="submitAnswer">
          <wsdl:part name="parameters" element="tns:submitResponse"/>
        </wsdl:message>
        <wsdl:portType name="Messages">
          <wsdl:operation name="submit">
            <wsdl:documentation>xmlInput: XML 报文，可为 base64；return 同样写法。
              xmlInput is the message as XML, in base64 or not; return is written alike.
            </wsdl:documentation>
            <wsdl:input message="tns:submitRequest"/>
            <wsdl:output message="tns:submitAnswer"/>
          </wsdl:operation>
        </wsdl:portType>
      \(binding("Messages11", "soap11"))
      \(binding("Messages12", "soap12"))
        <wsdl:service name="Birthgate">
          <wsdl:port name="Messages11" binding="tns:Messages11">
            <soap11:address location="\(address)"/>
          </wsdl:port>
          <wsdl:port name="Messages12" binding="tns:Messages12">
            <soap12:address location="\(address)"/>
          </wsdl:port>
        </wsdl:service>
      </wsdl:definitions>

      """
  }

  private static func binding(_ name: String, _ soap: String) -> String {
    """
      <wsdl:binding name="\(name)" type="tns:Messages">
        <\(soap):binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
        <wsdl:operation name="submit">
          <\(soap):operation soapAction="\(namespace)#submit"/>
          <wsdl:input><\(soap):body use="literal"/></wsdl:input>
          <wsdl:output><\(soap):body use="literal"/></wsdl:output>
        </wsdl:operation>
      </wsdl:binding>
    """
  }
}
