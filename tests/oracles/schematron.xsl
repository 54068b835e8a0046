<?xml version="1.0" encoding="UTF-8"?>
<!-- Turns a schematron with all that it includes into a stylesheet that writes, for each assertion that does not hold, one line:
     place, tab, test. Written apart from our reader of schematrons, to be run by another implementation of XPath 2.
     Source: ISO/IEC 19757-3. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="urn:carnet:out"
    xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:o="urn:carnet:oracle"
    exclude-result-prefixes="#all">
  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>
  <xsl:output indent="no"/>

  <xsl:key name="abstract" match="sch:rule[@abstract = 'true']" use="@id"/>

  <!-- Includes -->
  <xsl:mode name="whole" on-no-match="shallow-copy"/>
  <xsl:template match="sch:include" mode="whole">
    <xsl:variable name="file" select="resolve-uri(@href, base-uri(.))"/>
    <xsl:if test="doc-available($file)">
      <xsl:variable name="included" select="doc($file)/*"/>
      <xsl:apply-templates select="if ($included/self::sch:schema) then $included/* else $included" mode="whole"/>
    </xsl:if>
  </xsl:template>

  <!-- Parameters of an abstract pattern -->
  <xsl:mode name="fill" on-no-match="shallow-copy"/>
  <xsl:template match="@*" mode="fill">
    <xsl:param name="values" tunnel="yes"/>
    <xsl:attribute name="{name()}" namespace="{namespace-uri()}" select="o:fill(., $values)"/>
  </xsl:template>
  <xsl:function name="o:fill" as="xs:string">
    <xsl:param name="text"/>
    <xsl:param name="values"/>
    <xsl:iterate select="sort($values, (), function($v) { -string-length($v/@name) })">
      <xsl:param name="so-far" select="string($text)"/>
      <xsl:on-completion select="$so-far"/>
      <xsl:next-iteration>
        <xsl:with-param name="so-far" select="string-join(tokenize(concat(' ', $so-far), concat('\$', @name)), @value) => substring(2)"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <xsl:template match="/">
    <xsl:variable name="tree">
      <xsl:apply-templates select="*" mode="whole"/>
    </xsl:variable>
    <xsl:variable name="schema" select="$tree/*"/>
    <xsl:variable name="phase" select="string($schema/@defaultPhase)"/>
    <xsl:variable name="active" select="$schema/sch:phase[@id = $phase]/sch:active/@pattern"/>
    <xsl:variable name="patterns" as="element()*">
      <xsl:for-each select="$schema//sch:pattern[not(@abstract = 'true')][empty($active) or $phase = '#ALL' or @id = $active]">
        <xsl:choose>
          <xsl:when test="@is-a">
            <xsl:variable name="like" select="$schema//sch:pattern[@abstract = 'true'][@id = current()/@is-a][1]"/>
            <xsl:apply-templates select="$like" mode="fill">
              <xsl:with-param name="values" select="sch:param" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:when>
          <xsl:otherwise>
            <xsl:sequence select="."/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <out:stylesheet version="3.0">
      <xsl:for-each select="$schema//sch:ns[not(@prefix = ('xml', 'xs'))]">
        <xsl:namespace name="{@prefix}" select="@uri"/>
      </xsl:for-each>
      <xsl:namespace name="o" select="'urn:carnet:oracle'"/>
      <xsl:namespace name="xs" select="'http://www.w3.org/2001/XMLSchema'"/>
      <out:output method="text"/>
      <out:strip-space elements=""/>
      <xsl:for-each select="$schema/sch:let">
        <out:variable name="{@name}" select="{@value}"/>
      </xsl:for-each>
      <out:function name="o:path">
        <out:param name="node"/>
        <out:sequence select="concat('/', string-join(for $n in $node/ancestor-or-self::node()[not(self::document-node())] return
          if ($n/self::attribute()) then concat('@', name($n)) else if ($n/self::text()) then 'text()' else concat(name($n),
          if ($n/../*[node-name(.) = node-name($n)][2]) then concat('[', 1 + count($n/preceding-sibling::*[node-name(.) = node-name($n)]), ']') else ''), '/'))"/>
      </out:function>
      <out:template match="/">
        <xsl:for-each select="$patterns">
          <out:apply-templates select="/, //*, //@*" mode="p{position()}"/>
        </xsl:for-each>
      </out:template>
      <xsl:for-each select="$patterns">
        <xsl:variable name="pattern" select="."/>
        <xsl:variable name="mode" select="concat('p', position())"/>
        <out:mode name="{$mode}" on-no-match="deep-skip" on-multiple-match="use-last"/>
        <!-- The first rule that fits wins; so it is written last. -->
        <xsl:for-each select="reverse(sch:rule[not(@abstract = 'true')])">
          <out:template match="{@context}" mode="{$mode}" priority="1">
            <xsl:for-each select="$pattern/sch:let">
              <out:variable name="{@name}" select="root() ! ({@value})"/>
            </xsl:for-each>
            <xsl:apply-templates select="*" mode="part">
              <xsl:with-param name="schema" select="$schema" tunnel="yes"/>
            </xsl:apply-templates>
          </out:template>
        </xsl:for-each>
      </xsl:for-each>
    </out:stylesheet>
  </xsl:template>

  <xsl:template match="*" mode="part"/>
  <xsl:template match="sch:let" mode="part">
    <out:variable name="{@name}" select="{@value}"/>
  </xsl:template>
  <xsl:template match="sch:extends" mode="part">
    <xsl:param name="schema" tunnel="yes"/>
    <xsl:apply-templates select="key('abstract', @rule, root($schema))/*" mode="part"/>
  </xsl:template>
  <xsl:template match="sch:assert | sch:report" mode="part">
    <out:variable name="failed" as="xs:string">
      <out:try>
        <out:sequence select="{if (self::sch:report) then 'if (' || @test || ') then ''1'' else ''0''' else 'if (' || @test || ') then ''0'' else ''1'''}"/>
        <out:catch>
          <out:sequence select="'?'"/>
        </out:catch>
      </out:try>
    </out:variable>
    <out:if test="$failed != '0'">
      <out:value-of select="concat(if ($failed = '?') then '?' else '', o:path(.), '&#9;')"/>
      <out:text><xsl:value-of select="normalize-space(@test)"/></out:text>
      <out:value-of select="codepoints-to-string(10)"/>
    </out:if>
  </xsl:template>
</xsl:stylesheet>
